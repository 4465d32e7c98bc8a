/** A site of very many sources, to see whether one process polls them all. */
package caravan.source.bench;
