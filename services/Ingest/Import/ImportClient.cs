using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;

namespace TriageMesh.Ingest.Import;

/// <summary>Posts batches to ingest and waits while it is away. A batch may be posted twice: what is there already changes nothing.</summary>
internal sealed class ImportClient(HttpClient http, TimeSpan patience, TimeProvider time)
{
    private static readonly Uri Address = new("/ingest/v1/import", UriKind.Relative);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>One result for each mention of the body, in order.</summary>
    /// <exception cref="ImportException">Ingest refuses the import as such, or was away for too long.</exception>
    public async Task<IReadOnlyList<IntakeResult>> PostAsync(byte[] body, CancellationToken cancellationToken)
    {
        var giveUpAt = time.GetUtcNow() + patience;
        var pause = TimeSpan.FromMilliseconds(250);
        while (true)
        {
            string why;
            TimeSpan? asked = null;
            try
            {
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var response = await http.PostAsync(Address, content, cancellationToken);
                if (!MayPass(response.StatusCode))
                {
                    return await ResultsAsync(response, cancellationToken);
                }

                why = $"it answers {(int)response.StatusCode}";
                asked = response.Headers.RetryAfter?.Delta;
            }
            catch (Exception away)
                when (away is HttpRequestException or IOException or TaskCanceledException
                    && !cancellationToken.IsCancellationRequested
                )
            {
                why = away is HttpRequestException { HttpRequestError: var error } ? error.ToString() : "no answer";
            }

            var wait = asked is { } retryAfter && retryAfter < LongestPause ? retryAfter : pause;
            if (time.GetUtcNow() + wait > giveUpAt)
            {
                throw new ImportException(
                    $"Ingest at {http.BaseAddress} has been away for {patience.TotalMinutes:0.#} min ({why}). Run the import again: it goes on where it stopped."
                );
            }

            await Task.Delay(wait, time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private static bool MayPass(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500;

    private static async Task<IReadOnlyList<IntakeResult>> ResultsAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        var status = response.StatusCode;
        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new ImportException(
                status == HttpStatusCode.Unauthorized
                    ? "Ingest does not accept the token."
                    : "The token's role may not import: a lead or an admin may."
            );
        }

        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            // The answer, or the problem that says that not one mention can be accepted: both list every result.
            using var json = JsonDocument.Parse(text);
            if (
                status is HttpStatusCode.Accepted or HttpStatusCode.BadRequest
                && json.RootElement.TryGetProperty("results", out var results)
            )
            {
                return results.Deserialize<IntakeResult[]>(MeshJson.Options) ?? [];
            }

            var title = json.RootElement.TryGetProperty("title", out var said) ? said.GetString() : null;
            throw new ImportException($"Ingest refuses the import with {(int)status}: {title}");
        }
        catch (JsonException wrong)
        {
            throw new ImportException($"What answers there with {(int)status} is not ingest.", wrong);
        }
    }
}
