const { conformanceTests } = require('clouddb-conformance/jest');

const { TARGET: target, ACCOUNT: account, INSTANCE: instance, DATASTORE: datastore } = process.env;
conformanceTests(target ? { target, account, instance, datastore } : {});
