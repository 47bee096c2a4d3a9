export { findFreePort } from "../../gateway/src/embedded-postgres/free-port.ts";
