/** Equal to the version in package.json, which a test holds it to: a build reads no file outside its sources. */
export const PACKAGE_VERSION = "0.1.0";
