const { conformanceTests } = require('clouddb-conformance/jest');

const { TARGET: target, ACCOUNT: account, INSTANCE: instance, DATASTORE: datastore } = process.env;
// Compared with undefined: an empty variable must be refused, not test the built-in target.
conformanceTests(target !== undefined ? { target, account, instance, datastore } : {});
