/**
 * The sample wire: a small news site inside this process that publishes invented articles without end, so that Caravan
 * can be tried and loaded with no network and no licence to ask for. It is fetched over HTTP like any other site.
 */
package caravan.embedded.wire;
