using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace TriageMesh.Platform.Signing;

/// <summary>A Standard Webhooks secret: it signs what goes out and checks what comes in.</summary>
public sealed class WebhookSecret
{
    /// <summary>How a secret is written, for messages.</summary>
    public const string Form = "whsec_ followed by the base64 of 24 to 64 random bytes";

    private const string Prefix = "whsec_";
    private const string Version = "v1,";
    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    /// <summary>A secret that nobody has seen yet, as text.</summary>
    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>Reads <c>whsec_…</c>.</summary>
    /// <exception cref="FormatException">It has another form.</exception>
    public static WebhookSecret Parse(string text) =>
        TryParse(text, out var secret) ? secret : throw new FormatException($"A secret must be {Form}.");

    /// <summary>Reads <c>whsec_…</c>; false where it has another form.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        secret = null;
        if (text is null || text.Length > 200 || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var key = new byte[text.Length];
        if (!Convert.TryFromBase64Chars(text.AsSpan(Prefix.Length), key, out var length) || length is < 24 or > 64)
        {
            return false;
        }

        secret = new WebhookSecret(key[..length]);
        return true;
    }

    /// <summary>The value of <c>webhook-signature</c> for these bytes: <c>v1,</c> and base64.</summary>
    public string Sign(string webhookId, string timestamp, ReadOnlySpan<byte> body) =>
        Version + Convert.ToBase64String(Hash(webhookId, timestamp, body));

    /// <summary>True where one of the signatures in the header is ours; takes as long whichever it is.</summary>
    public bool Matches(string header, string webhookId, string timestamp, ReadOnlySpan<byte> body)
    {
        var ours = Hash(webhookId, timestamp, body);
        Span<byte> theirs = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var found = false;
        foreach (var part in header.AsSpan().Split(' '))
        {
            var signature = header.AsSpan(part);
            if (
                signature.StartsWith(Version, StringComparison.Ordinal)
                && Convert.TryFromBase64Chars(signature[Version.Length..], theirs, out var length)
                && length == theirs.Length
            )
            {
                found |= CryptographicOperations.FixedTimeEquals(ours, theirs);
            }
        }

        return found;
    }

    private byte[] Hash(string webhookId, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{webhookId}.{timestamp}."));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }
}
