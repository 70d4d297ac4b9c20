package io.tidegate.lab.script.http;

import io.tidegate.lab.client.HttpReply;
import io.tidegate.lab.client.HttpUrl;
import io.tidegate.lab.client.RequestHeaders;

/**
 * What came of a request in the end, behind all redirects.
 *
 * @param url of the last one
 * @param sent with the first one
 */
record HttpOutcome(HttpRequest request, HttpUrl url, RequestHeaders sent, HttpReply reply) {}
