# The one binary, for every role: `docker build -t rondo .`, and the same with Podman or Buildah. Where neither a
# registry nor a daemon can be reached, `cargo xtask image` writes the same image; a test compares the two.
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
# It needs no library, so the image needs none either. The flags are not for what runs while building: hence a target.
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \
    target="$(rustc -vV | sed -n 's/^host: //p')" \
    && RUSTFLAGS="-C target-feature=+crt-static" \
       cargo build --release --locked --target "$target" --package rondo --bin rondo \
    && mkdir -p /image/etc/ssl/certs /image/tmp /data \
    && cp "target/$target/release/rondo" /image/rondo \
    && cp /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/ \
    && printf 'root:x:0:0:root:/:/sbin/nologin\nrondo:x:65532:65532:rondo:/:/sbin/nologin\n' >/image/etc/passwd \
    && printf 'root:x:0:\nrondo:x:65532:\n' >/image/etc/group \
    && printf 'hosts: files dns\n' >/image/etc/nsswitch.conf \
    && chmod 1777 /image/tmp && chmod 0700 /data

# No shell, no package manager, nothing that could be written but /data and /tmp.
FROM scratch
LABEL org.opencontainers.image.title="Rondo"
LABEL org.opencontainers.image.description="A self-hosted task manager in which every change is an event"
LABEL org.opencontainers.image.licenses="Apache-2.0"
LABEL org.opencontainers.image.version="0.1.0"
COPY --from=build /image /
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
ENV PATH=/
ENV HOME=/data
ENV XDG_DATA_HOME=/data
ENV RONDO_LISTEN=0.0.0.0:8000
WORKDIR /data
VOLUME /data
EXPOSE 8000/tcp
ENTRYPOINT ["/rondo"]
CMD ["serve"]
