# Builds Caravan and puts it on a Java runtime; Kafka, Redis and PostgreSQL come from elsewhere (docker-compose.yml).
FROM maven:3.9.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY pom.xml ./
COPY .mvn .mvn
COPY src src
COPY sql sql
COPY hawtio hawtio
RUN mvn -B -q package -Dmaven.test.skip=true -Djacoco.skip

FROM eclipse-temurin:17.0.13_11-jre
RUN useradd --system --uid 10001 --home-dir /var/lib/caravan --create-home caravan \
    && install -d -o caravan -g caravan /lake
COPY --from=build /src/target/lib /opt/caravan/lib
COPY --from=build /src/target/caravan.jar /opt/caravan/caravan.jar
COPY docker/healthy /opt/caravan/healthy
USER caravan
WORKDIR /var/lib/caravan
VOLUME ["/var/lib/caravan", "/lake"]
EXPOSE 8080
ENV CARAVAN_DATA=/var/lib/caravan/data CARAVAN_LAKE=/lake
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["/opt/caravan/healthy"]
ENTRYPOINT ["java", "-Xmx512m", "-jar", "/opt/caravan/caravan.jar"]
CMD ["run"]
