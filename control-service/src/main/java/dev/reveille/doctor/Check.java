package dev.reveille.doctor;

import java.util.List;
import java.util.function.Supplier;

/**
 * Something that can be looked at.
 *
 * @param subject what it is, for when looking takes too long or breaks
 * @param look may wait; {@link Doctor} gives up on it after a while
 */
public record Check(String subject, Supplier<List<Finding>> look) {}
