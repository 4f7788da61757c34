using System.Globalization;
using Microsoft.AspNetCore.Http;
using TriageMesh.Platform.Signing;

namespace TriageMesh.Ingest.Signing;

/// <summary>The three headers of a signed request, and the rules by which they are believed.</summary>
internal sealed record WebhookHeaders(string Id, string Timestamp, string Signature)
{
    /// <summary>How far the sender's clock may be from ours, and how long a request may be repeated.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Checks a request over its raw bytes.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="body">The bytes as they came.</param>
    /// <param name="secrets">The live secrets; one of them must have signed.</param>
    /// <param name="now">The present.</param>
    /// <param name="wrong">The header that is wrong, and how; null where all is well.</param>
    /// <returns>The headers; null where the request is not to be believed.</returns>
    public static WebhookHeaders? Check(
        IHeaderDictionary headers,
        ReadOnlySpan<byte> body,
        IReadOnlyList<WebhookSecret> secrets,
        DateTimeOffset now,
        out (string Header, string Message)? wrong
    )
    {
        wrong = null;
        foreach (
            var name in (ReadOnlySpan<string>)
                [SignedRequest.IdHeader, SignedRequest.TimestampHeader, SignedRequest.SignatureHeader]
        )
        {
            if (headers[name] is not [{ Length: > 0 and <= 2000 }])
            {
                wrong = (name, "The header is needed, once.");
                return null;
            }
        }

        var found = new WebhookHeaders(
            headers[SignedRequest.IdHeader].ToString(),
            headers[SignedRequest.TimestampHeader].ToString(),
            headers[SignedRequest.SignatureHeader].ToString()
        );
        wrong =
            found.Id.Length > 200 ? (SignedRequest.IdHeader, "At most 200 characters.")
            : !long.TryParse(found.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? (SignedRequest.TimestampHeader, "Must be whole seconds since 1970.")
            : Math.Abs(seconds - (decimal)now.ToUnixTimeSeconds()) > (decimal)Tolerance.TotalSeconds
                ? (SignedRequest.TimestampHeader, $"More than {Tolerance.TotalMinutes:0} minutes from our clock.")
            : !found.SignedByOne(secrets, body)
                ? (SignedRequest.SignatureHeader, "No signature in it is one of ours over this body.")
            : null;
        return wrong is null ? found : null;
    }

    private bool SignedByOne(IReadOnlyList<WebhookSecret> secrets, ReadOnlySpan<byte> body)
    {
        var signed = false;
        foreach (var secret in secrets)
        {
            signed |= secret.Matches(Signature, Id, Timestamp, body);
        }

        return signed;
    }
}
