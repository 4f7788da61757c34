using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using TriageMesh.Desk.Tokens;

namespace TriageMesh.Desk.Proxy;

/// <summary>Which answers of the services are compressed on their way to the browser.</summary>
/// <remarks>
/// The length of a compressed answer tells something of what is in it, to whoever can have it asked for again and again with
/// guesses of their own in it. So only what our own page reads, or a program with its token, is compressed: another site, a
/// neighbouring one too, has its requests answered at full length, if at all. No answer here holds a secret of the session; answers to commands,
/// which may hold a new secret, are left as they are.
/// </remarks>
internal static class SmallerAnswer
{
    private const int WorthIt = 1024;

    /// <summary>The encoding to use; null for none.</summary>
    public static string? EncodingFor(HttpRequest request, HttpResponseMessage answer)
    {
        if (
            !HttpMethods.IsGet(request.Method)
            || answer.Content.Headers is not { ContentType.MediaType: "application/json", ContentEncoding.Count: 0 }
            || answer.Content.Headers.ContentLength < WorthIt
            || (request.Headers["Sec-Fetch-Site"] != "same-origin" && TokenAuthentication.SecretOf(request) is null)
        )
        {
            return null;
        }

        var accepted = request.Headers.AcceptEncoding.ToString();
        return accepted.Contains("br", StringComparison.Ordinal) ? "br"
            : accepted.Contains("gzip", StringComparison.Ordinal) ? "gzip"
            : null;
    }

    /// <summary>A body that is compressed as it is written, at the level that costs the least time.</summary>
    public static Stream Write(string encoding, Stream body) =>
        encoding == "br"
            ? new BrotliStream(body, CompressionLevel.Fastest, leaveOpen: true)
            : new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true);
}
