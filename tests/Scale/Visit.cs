using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using TriageMesh.TestKit;

namespace TriageMesh.Scale;

/// <summary>One page that is asked for again and again; each time another address where there is more than one.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Addresses">Where it is; taken in turn.</param>
/// <param name="FirstBytes">Only until the answer begins, as for an export.</param>
internal sealed record Visit(string Name, string Token, IReadOnlyList<string> Addresses, bool FirstBytes = false)
{
    // Until the server is through with an answer whose reader went away after its beginning, so that it does not count in the next.
    private static readonly TimeSpan BrokenOff = TimeSpan.FromSeconds(0.4);

    /// <summary>How long each of so many answers took, in milliseconds, ordered.</summary>
    public async Task<double[]> MeasureAsync(HttpClient client, int times, CancellationToken cancellationToken)
    {
        var took = new double[times];
        for (var i = -Math.Min(3, times); i < times; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            await AskAsync(client, Addresses[Math.Abs(i) % Addresses.Count], cancellationToken);
            if (i >= 0)
            {
                took[i] = TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
            }

            if (FirstBytes)
            {
                await Eventually.Come(TimeProvider.System.GetUtcNow() + BrokenOff, cancellationToken);
            }
        }

        Array.Sort(took);
        return took;
    }

    /// <summary>Where the page after <paramref name="pages"/> pages is.</summary>
    public static async Task<string> DeepAsync(
        HttpClient client,
        string token,
        string address,
        int pages,
        CancellationToken cancellationToken
    )
    {
        var (cursor, parameter) = ("", address.Contains('?', StringComparison.Ordinal) ? "&cursor=" : "?cursor=");
        for (var i = 0; i < pages; i++)
        {
            using var request = Request(cursor.Length == 0 ? address : address + parameter + cursor, token);
            using var answer = await client.SendAsync(request, cancellationToken);
            var page = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            if (!page.TryGetProperty("next", out var next) || next.GetString() is not { } further)
            {
                break;
            }

            cursor = Uri.EscapeDataString(further);
        }

        return cursor.Length == 0 ? address : address + parameter + cursor;
    }

    private async Task AskAsync(HttpClient client, string address, CancellationToken cancellationToken)
    {
        using var request = Request(address, Token);
        using var answer = await client.SendAsync(
            request,
            FirstBytes ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead,
            cancellationToken
        );
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{address} answers {(int)answer.StatusCode}.");
        }

        if (FirstBytes)
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            _ = await body.ReadAtLeastAsync(new byte[1], 1, cancellationToken: cancellationToken);
        }
    }

    private static HttpRequestMessage Request(string address, string token) =>
        new(HttpMethod.Get, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
}
