package dev.reveille.project;

import java.time.Instant;
import java.util.Optional;

/**
 * What an engine says of itself.
 *
 * @param apiVersion the version that is spoken with it, {@code 1.41}
 * @param software {@code Docker/20.10.24 (linux)}; {@code an engine} where it does not say
 * @param date its clock
 */
public record EngineIdentity(String apiVersion, String software, Optional<Instant> date) {}
