/** What the lake costs, measured against what others make of the same rows in the same run. */
package caravan.lake.bench;
