# Built in one image, run in a small one, by a user without rights.
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked && strip target/release/remnavi

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
    && useradd --system --home-dir /var/lib/remnavi --create-home remnavi
COPY --from=build /src/target/release/remnavi /usr/local/bin/remnavi
USER remnavi
ENV REMNAVI_DATA_DIR=/var/lib/remnavi REMNAVI_LISTEN=0.0.0.0:8080
VOLUME /var/lib/remnavi
EXPOSE 8080
ENTRYPOINT ["remnavi"]
CMD ["serve"]
