import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import { readString, readTimestampedSignatures } from "@kyc-gateway/adapter-kit";
import { createWebhooks, hasKey, isSigned, parseBody, readDelivery } from "../sample-adapter/webhooks.ts";
import { breakConnection } from "./break.ts";
import type { BrokenSubject } from "./break.ts";

/** Broken in how they take webhooks. */
export const brokenWebhooks: readonly BrokenSubject[] = [
  {
    fault: "keeps the key in what is stored",
    group: "webhook_parsing",
    subject: breakConnection((context, { webhooks }) => ({
      webhooks: {
        receive(delivery) {
          webhooks?.receive(delivery);
          return readDelivery(delivery, (body) => body);
        },
      },
    })),
  },
  {
    fault: "gives every delivery an id of its own making",
    group: "webhook_parsing",
    subject: breakConnection((_context, { webhooks }) => ({
      webhooks: {
        receive: (delivery) =>
          ({ ...(webhooks?.receive(delivery) ?? readDelivery(delivery)), eventId: randomUUID() }) as never,
      },
    })),
  },
  {
    fault: "accepts a tampered body",
    group: "webhook_authenticity",
    subject: breakConnection((context) => ({
      webhooks: createWebhooks(context, (own, delivery) => {
        // Signs what it has parsed instead of what arrived.
        const rawBody = Buffer.from(JSON.stringify(parseBody(delivery.rawBody) ?? {}));
        return isSigned(own, { ...delivery, rawBody }) || hasKey(own, delivery);
      }),
    })),
  },
  {
    fault: "compares keys by their beginning",
    group: "webhook_authenticity",
    subject: breakConnection((context) => ({
      webhooks: createWebhooks(context, (own, delivery) => {
        const key = readString(parseBody(delivery.rawBody), "key") ?? "";
        return (
          isSigned(own, delivery) ||
          (own.settings.callbackKeys ?? []).some((live) => key !== "" && live.startsWith(key))
        );
      }),
    })),
  },
  {
    fault: "takes a signature of any age",
    group: "webhook_authenticity",
    subject: breakConnection((context) => ({
      webhooks: createWebhooks(context, (own, delivery) => {
        const time = Number(readTimestampedSignatures(delivery.headers["acme-signature"])?.timestamp ?? 0);
        return (
          isSigned({ ...own, host: { ...own.host, now: () => time * 1000 } }, delivery) ||
          hasKey(own, delivery)
        );
      }),
    })),
  },
  {
    fault: "throws an error of its own for a forgery",
    group: "webhook_authenticity",
    subject: breakConnection((context) => ({
      webhooks: createWebhooks(context, (own, delivery) => {
        if (isSigned(own, delivery) || hasKey(own, delivery)) return true;
        throw new TypeError("no key");
      }),
    })),
  },
];
