using System.Globalization;
using System.Net.Http.Headers;

namespace TriageMesh.Platform.Signing;

/// <summary>A request signed by the Standard Webhooks scheme.</summary>
public static class SignedRequest
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>A POST of JSON that every one of the secrets has signed, so that the receiver may change from one to the next.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="id">The same for each attempt, so that the receiver knows a repetition.</param>
    /// <param name="body">The JSON as bytes.</param>
    /// <param name="now">The present; the receiver checks that it is recent.</param>
    /// <param name="secrets">One secret, or two while one replaces the other.</param>
    public static HttpRequestMessage Post(
        Uri to,
        string id,
        byte[] body,
        DateTimeOffset now,
        params ReadOnlySpan<WebhookSecret> secrets
    )
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signatures = new List<string>(secrets.Length);
        foreach (var secret in secrets)
        {
            signatures.Add(secret.Sign(id, timestamp, body));
        }

        var request = new HttpRequestMessage(HttpMethod.Post, to) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(IdHeader, id);
        request.Headers.Add(TimestampHeader, timestamp);
        request.Headers.Add(SignatureHeader, string.Join(' ', signatures));
        return request;
    }
}
