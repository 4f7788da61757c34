using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace TriageMesh.Ingest.Intake;

/// <summary>The raw bytes of a request, as they were signed.</summary>
internal static class RequestBody
{
    /// <summary>Reads the body; null where it is larger than <paramref name="atMost"/>.</summary>
    /// <remarks>
    /// What is too large is read to its end and thrown away (the server's own limit still ends it), so that the sender
    /// gets to read our answer instead of a broken connection.
    /// </remarks>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int atMost, CancellationToken cancellationToken)
    {
        var announced = request.ContentLength;
        if (announced > atMost && request.Headers.Expect.Count > 0)
        {
            return null;
        }

        var body = new ArrayBufferWriter<byte>((int)Math.Clamp(announced ?? 4_096, 1, atMost));
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            var tooLarge = read.Buffer.Length > atMost - body.WrittenCount;
            if (!tooLarge)
            {
                foreach (var part in read.Buffer)
                {
                    body.Write(part.Span);
                }
            }

            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (tooLarge)
            {
                await ThrowAwayAsync(request, cancellationToken);
                return null;
            }

            if (read.IsCompleted)
            {
                return body.WrittenSpan.ToArray();
            }
        }
    }

    private static async Task ThrowAwayAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}
