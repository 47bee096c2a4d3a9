# docker build -f deploy/compose/simulators.Dockerfile -t kyc-simulators .
ARG NODE_IMAGE=node:24-bookworm-slim
ARG RUNTIME_IMAGE=gcr.io/distroless/cc-debian12:nonroot

FROM ${NODE_IMAGE} AS build
ARG PNPM_VERSION=11.28.10
WORKDIR /source
RUN command -v pnpm >/dev/null || npm install --global pnpm@${PNPM_VERSION}
COPY . .
RUN pnpm install --frozen-lockfile \
  && node_modules/.bin/tsc -b test/simulators \
  && pnpm --filter @kyc-gateway/simulators deploy --prod --legacy --no-optional /app \
  && cp "$(command -v node)" /node

FROM ${RUNTIME_IMAGE}
COPY --from=build /node /usr/local/bin/node
COPY --from=build /app /app
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/node", "/app/dist/cli.js"]
