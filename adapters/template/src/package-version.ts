/** Equal to the version in package.json: a build reads no file outside its sources. */
export const PACKAGE_VERSION = "0.1.0";
