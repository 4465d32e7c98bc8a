/** What is worth telling somebody of a ticker's articles, who is told, and how it stays told once. */
package caravan.live.alert;
