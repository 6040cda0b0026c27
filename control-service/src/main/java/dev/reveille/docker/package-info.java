/** The Docker engine, over its HTTP API; the only importer of docker-java. */
@NullMarked
package dev.reveille.docker;

import org.jspecify.annotations.NullMarked;
