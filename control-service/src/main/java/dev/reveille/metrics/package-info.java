/** What is measured, for Prometheus. */
@NullMarked
package dev.reveille.metrics;

import org.jspecify.annotations.NullMarked;
