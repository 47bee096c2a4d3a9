export { findFreePort } from "../../gateway/src/platform/embedded-postgres/free-port.ts";
