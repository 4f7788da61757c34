using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TriageMesh.TestKit;

/// <summary>A platform that signs what it posts, by the Standard Webhooks scheme and without our own code.</summary>
public static class SignedWebhook
{
    /// <summary>Base64 of 24 bytes that everybody may know.</summary>
    public const string Secret = "whsec_dHJpYWdlbWVzaC1zcGVjLXNlY3JldC0x";

    /// <summary>The one that replaces it.</summary>
    public const string NextSecret = "whsec_dHJpYWdlbWVzaC1zcGVjLXNlY3JldC0y";

    /// <summary>A signed request with <paramref name="body"/> as JSON, or as it is where it is text.</summary>
    public static HttpRequestMessage Post(
        string source,
        object body,
        string? webhookId = null,
        string secret = Secret,
        DateTimeOffset? at = null
    )
    {
        var bytes =
            body as byte[]
            ?? (body is string text ? Encoding.UTF8.GetBytes(text) : JsonSerializer.SerializeToUtf8Bytes(body));
        var id = webhookId ?? $"evt_{Guid.NewGuid():N}";
        var timestamp = (at ?? TimeProvider.System.GetUtcNow()).ToUnixTimeSeconds().ToString();
        var signed = HMACSHA256.HashData(
            Convert.FromBase64String(secret["whsec_".Length..]),
            (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. bytes]
        );
        var request = new HttpRequestMessage(HttpMethod.Post, $"/ingest/v1/{source}")
        {
            Content = new ByteArrayContent(bytes),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(signed)}");
        return request;
    }
}
