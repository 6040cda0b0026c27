/** The adapter of a CA that speaks ACME; the only importer of acme4j. */
@NullMarked
package dev.reveille.acme;

import org.jspecify.annotations.NullMarked;
