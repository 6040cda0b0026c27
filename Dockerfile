# The image: gateway, control service and what keeps both running. `scripts/image` builds it.
#
# Works with BuildKit and without. Both base images may be replaced by others that are laid out alike.
ARG BUILD_IMAGE=maven:3.9.16-eclipse-temurin-25
ARG GATEWAY_IMAGE=openresty/openresty:1.29.2.5-1-bookworm

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
# Libraries first, without sources: they change less often.
COPY pom.xml ./
COPY control-service/pom.xml control-service/
RUN mvn --batch-mode --no-transfer-progress --quiet package -Prelease -Dmaven.test.skip=true
COPY control-service/src/main control-service/src/main
RUN mvn --batch-mode --no-transfer-progress --quiet package -Prelease -Dmaven.test.skip=true
# What jdeps names, less what only unused corners of the libraries want (java.desktop, java.sql, java.xml …).
RUN jlink --output /opt/reveille/jre --strip-java-debug-attributes --no-header-files --no-man-pages --compress=zip-9 \
    --exclude-files='**/classlist,**/jexec,**/jrt-fs.jar,**/libjsig.so,**/libsimdsort.so' --add-modules java.base,java.logging,java.management,java.naming,java.net.http,java.security.sasl,jdk.management,jdk.unsupported
# 5 MB of symbols that nobody's stack trace needs.
RUN strip --strip-unneeded /opt/reveille/jre/lib/server/libjvm.so
# Providers of modules that are not there would be looked for on the class path, where Bouncy Castle has two large ones.
RUN sed -i -E '/^security\.provider\.([6-9]|1[0-9])=/d' /opt/reveille/jre/conf/security/java.security
RUN mkdir -p /opt/reveille/app && mv control-service/target/lib control-service/target/control-service.jar /opt/reveille/app/
COPY scripts/image.d/shrink scripts/image.d/
# The large ones of which a corner is used; 10 MB.
RUN cd /opt/reveille/app && /build/scripts/image.d/shrink control-service.jar lib lib/bc*.jar lib/guava-*.jar lib/docker-java-transport-zerodep-*.jar
COPY control-service/jvm.options /opt/reveille/app/
# The JVM's caches of loaded classes hold only for this JRE, these options and this path.
COPY scripts/image.d/Training.java scripts/image.d/
RUN java scripts/image.d/Training.java /opt/reveille

FROM ${GATEWAY_IMAGE}
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends tini \
    && rm -rf /usr/bin/tini-static /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log /var/lib/dpkg/*-old /var/cache/debconf/*-old \
    && groupadd --system --gid 10001 reveille \
    && useradd --system --uid 10001 --gid reveille --no-create-home --home-dir /var/lib/reveille --shell /usr/sbin/nologin reveille \
    && install --directory --group reveille --mode 775 /var/lib/reveille \
    && mkdir -p /etc/certs/custom /projects
COPY --from=build /opt/reveille/jre /opt/reveille/jre
COPY --from=build /opt/reveille/app/lib /opt/reveille/app/lib
COPY --from=build /build/control-service/target/bom.json /build/control-service/target/THIRD-PARTY.txt /usr/share/doc/reveille/
COPY --from=build /opt/reveille/app/control-service.jar /opt/reveille/app/control-service.aot /opt/reveille/app/commands.aot /opt/reveille/app/jvm.options /opt/reveille/app/
COPY openresty/start openresty/nginx.conf /opt/reveille/openresty/
COPY openresty/lua /opt/reveille/openresty/lua
COPY openresty/pages /opt/reveille/openresty/pages
COPY scripts/lib.sh scripts/supervise.sh /opt/reveille/scripts/
COPY scripts/image.d/entrypoint scripts/image.d/health /opt/reveille/bin/
COPY scripts/image.d/reveille /usr/local/bin/reveille
COPY scripts/image.d/reveille /usr/local/bin/proxyctl

# The predecessor's container always freed a stopped project's network.
ENV HTTP_PORT=80 HTTPS_PORT=443 STATE_DIR=/var/lib/reveille PROJECT_NETWORK_CLEANUP=on

ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Reveille" \
      org.opencontainers.image.description="A reverse proxy that wakes sleeping Docker projects when somebody visits them" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

EXPOSE 80 443
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --retries=3 CMD ["/opt/reveille/bin/health"]
ENTRYPOINT ["tini", "--", "/opt/reveille/bin/entrypoint"]
CMD []
