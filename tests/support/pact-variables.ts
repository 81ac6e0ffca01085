/** Pact's core reports its use to its makers unless this is set when it is loaded. Import this first. */
process.env.PACT_DO_NOT_TRACK = 'true';
