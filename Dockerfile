# The one binary, for every role: `docker build -t rondo .`
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \
    cargo build --release --locked --package rondo --bin rondo && cp target/release/rondo /usr/local/bin/rondo

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home rondo
COPY --from=build /usr/local/bin/rondo /usr/local/bin/rondo
USER rondo
WORKDIR /home/rondo
ENV RONDO_LISTEN=0.0.0.0:8000
EXPOSE 8000
ENTRYPOINT ["rondo"]
CMD ["serve"]
