// Loaded into every child before its own program: when the demo dies, however it dies, the child ends in good order.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
