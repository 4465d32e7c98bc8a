# Builds Caravan and puts it on a Java runtime; Kafka, Redis and PostgreSQL come from elsewhere (docker-compose.yml).
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY pom.xml ./
COPY .mvn .mvn
COPY src src
COPY sql sql
COPY hawtio hawtio
RUN mvn -B -q package -DskipTests -Djacoco.skip

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --home-dir /var/lib/caravan --create-home caravan
COPY --from=build /src/target/lib /opt/caravan/lib
COPY --from=build /src/target/caravan.jar /opt/caravan/caravan.jar
USER caravan
WORKDIR /var/lib/caravan
VOLUME /var/lib/caravan
EXPOSE 8080
ENV CARAVAN_DATA=/var/lib/caravan/data
# Everything served may ask for a password, so only whether it listens is looked at.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080"]
ENTRYPOINT ["java", "-Xmx512m", "-jar", "/opt/caravan/caravan.jar"]
CMD ["run"]
