/**
 * Loaded into VS Code's processes before anything else: no connection but to this machine comes about, and the file that
 * NETWORK_GUARD names says which were tried.
 */
const { appendFileSync } = require('node:fs');
const { Socket } = require('node:net');

const connect = Socket.prototype.connect;

Socket.prototype.connect = function (...args) {
  // net.connect hands over its arguments as they are already in order.
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  const host = typeof options === 'object' && options !== null ? options.host : undefined;
  const isHere = host === undefined || host === null || /^(127\.0\.0\.1|localhost|::1)$/.test(host);
  if (!isHere) {
    appendFileSync(process.env.NETWORK_GUARD, `${host}\n`);
    options.host = '127.0.0.1';
    options.port = 9;
  }
  return connect.apply(this, args);
};
