const { conformanceTests } = require('clouddb-conformance/jest');

const { TARGET: target, ACCOUNT: account, INSTANCE: instance, DATASTORE: datastore } = process.env;
// Compared with undefined: a variable that CI left empty is refused, and must not test the built-in target.
conformanceTests(target !== undefined ? { target, account, instance, datastore } : {});
