using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Npgsql;
using TriageMesh.Platform.Http;
using TriageMesh.TestKit;

namespace TriageMesh.Load;

/// <summary>Sends mentions to the demo source, signed, from several connections at once, and waits until the last one is routed.</summary>
internal sealed class MeshLoad(RunningMesh mesh) : IAsyncDisposable
{
    private const int Connections = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // From stored by ingest to ingest's record that the router has kept it: a little more than accepted to ticket.
    private const string Latencies = """
        SELECT extract(epoch FROM routed_at - received_at) * 1000.0
          FROM ingest.mentions
         WHERE external_id LIKE @run || '-%'
         ORDER BY 1
        """;

    private const string Routed = """
        SELECT count(*) FROM ingest.mentions WHERE external_id LIKE @run || '-%' AND routed_at IS NOT NULL
        """;

    private static readonly string[] Texts =
    [
        "The parcel arrived broken and nobody answers, I want my money back!",
        "Where can I change the delivery address of an order that is on its way?",
        "Best coffee in town, thank you all, see you tomorrow!",
        "Third day with the new phone, drove 200 km with it as navigation.",
        "快递丢件三天了,客服一直不回消息,什么破服务",
        "请问这款什么时候补货,门店有现货吗",
        "太好用了,回购第三次,物流也快,点赞",
        "今天路过看到新店在装修",
    ];

    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(mesh.Database);
    private readonly HttpClient _client = new() { BaseAddress = mesh.Ingest };

    public async Task<LoadResult> RunAsync(int mentions, int batch, CancellationToken cancellationToken)
    {
        var run = Guid.NewGuid().ToString("N")[..12];
        var before = mesh.Cpu();
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, (mentions + batch - 1) / batch),
            new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellationToken },
            async (number, stop) =>
                await SendAsync(run, number * batch, Math.Min(batch, mentions - (number * batch)), stop)
        );
        var accepted = clock.Elapsed;
        await WaitAsync(run, mentions, cancellationToken);
        var routed = clock.Elapsed;
        var after = mesh.Cpu();
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        var latencies = (
            await connection.QueryAsync<double>(
                new CommandDefinition(Latencies, new { run }, cancellationToken: cancellationToken)
            )
        ).ToArray();
        return new LoadResult(
            mentions,
            accepted,
            routed,
            latencies,
            after.ToDictionary(process => process.Key, process => process.Value - before[process.Key])
        );
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _database.DisposeAsync();
    }

    private async Task SendAsync(string run, int first, int count, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var body = JsonSerializer.SerializeToUtf8Bytes(
            Enumerable
                .Range(first, count)
                .Select(i => new
                {
                    external_id = $"{run}-{i}",
                    text = $"{Texts[i % Texts.Length]} #{i}",
                    // Ten thousand authors: most posts open a ticket, some join one.
                    author = new { id = $"load-{i % 10_000}" },
                    posted_at = now,
                }),
            MeshJson.Options
        );
        while (true)
        {
            using var request = Sign(body);
            using var answer = await _client.SendAsync(request, cancellationToken);
            if ((int)answer.StatusCode is not (429 or 503))
            {
                answer.EnsureSuccessStatusCode();
                return;
            }

            var comeBackIn = answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1);
            await Eventually.Come(TimeProvider.System.GetUtcNow() + comeBackIn, cancellationToken);
        }
    }

    private HttpRequestMessage Sign(byte[] body)
    {
        var id = $"msg_{Guid.NewGuid():N}";
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var key = Convert.FromBase64String(mesh.Secret["whsec_".Length..]);
        var request = new HttpRequestMessage(HttpMethod.Post, "/ingest/v1/demo")
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString());
        request.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}");
        return request;
    }

    private async Task WaitAsync(string run, int mentions, CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await Eventually.Be(
            stop =>
                connection.ExecuteScalarAsync<long>(
                    new CommandDefinition(Routed, new { run }, cancellationToken: stop)
                ),
            routed => routed >= mentions,
            cancellationToken,
            Patience
        );
    }
}

/// <summary>What one run showed. Latencies are milliseconds, ordered; CPU is seconds by process.</summary>
internal sealed record LoadResult(
    int Mentions,
    TimeSpan Accepted,
    TimeSpan Done,
    double[] Latencies,
    IReadOnlyDictionary<string, double> Cpu
)
{
    public double PerSecond => Mentions / Done.TotalSeconds;

    public double Percentile(double share) =>
        Latencies.Length == 0
            ? double.NaN
            : Latencies[(int)Math.Min(Latencies.Length - 1, Math.Ceiling(Latencies.Length * share) - 1)];
}
