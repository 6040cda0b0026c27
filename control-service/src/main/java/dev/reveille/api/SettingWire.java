package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A setting as it holds.
 *
 * @param value absent where there is none, and for secrets
 * @param source {@code default}, {@code environment} or {@code file}
 * @param file where the value was read from, if it was in a file
 * @param secret its value is never told
 * @param set whether it has a value, also one that is not told
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SettingWire(
    String name,
    String group,
    @Nullable String value,
    String source,
    @Nullable String file,
    boolean secret,
    boolean set) {}
