import { connectSample, createSampleAdapter } from "./adapter.ts";

export default createSampleAdapter({
  connect: (context) => {
    setTimeout(() => undefined, 1).unref();
    return connectSample(context);
  },
});
