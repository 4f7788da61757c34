using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using TriageMesh.Classifier;
using TriageMesh.Desk;
using TriageMesh.Ingest;
using TriageMesh.Platform.Hosting;
using TriageMesh.Router;
using TriageMesh.TestKit;

namespace TriageMesh.EndToEnd.Specs;

/// <summary>The embedded way to run: all four services in one process, PostgreSQL beside it.</summary>
public sealed class One_process_without_a_broker(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly byte[] Secret = SHA256.HashData("a secret of this specification"u8);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_post_becomes_a_ticket_and_one_trace_tells_how()
    {
        postgres.Require();
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source =>
                source.Name.StartsWith("TriageMesh.", StringComparison.Ordinal)
                || source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = MeshHost.Build(
            [
                $"--Database:ConnectionString={postgres.ConnectionString}",
                "--Bus:Transport=memory",
                $"--Security:SigningKey={Convert.ToBase64String(new byte[32])}",
                "--Desk:FirstAdmin:Password=a password of this specification",
                "--Ingest:Sources:web:Channel=web",
                "--Ingest:Sources:web:Account=brand",
                $"--Ingest:Sources:web:Secrets:0=whsec_{Convert.ToBase64String(Secret)}",
                "--Ingest:Url=http://127.0.0.1:0",
                "--Classifier:Url=http://127.0.0.1:0",
                "--Router:Url=http://127.0.0.1:0",
                "--Desk:Url=http://127.0.0.1:0",
            ],
            [new IngestService(), new ClassifierService(), new RouterService(), new DeskService()]
        );
        await app.StartAsync(Stop);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        using var answer = await client.SendAsync(
            Signed(
                """{"external_id":"1","text":"The parcel arrived broken and nobody answers!","author":{"id":"customer"}}"""
            ),
            Stop
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.Be(TicketsAsync, tickets => tickets == 1, Stop);
        var request = spans.Single(span => span.Kind == ActivityKind.Server);
        await Eventually.Be(
            () =>
                spans
                    .Where(span => span.TraceId == request.TraceId)
                    .Select(span => span.OperationName)
                    .ToHashSet(StringComparer.Ordinal),
            names => names.IsSupersetOf(["relay mentions", "classify mention", "route mention"]),
            Stop
        );
        await app.StopAsync(Stop);
    }

    private static HttpRequestMessage Signed(string body)
    {
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var signature = HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes($"msg_1.{timestamp}.{body}"));
        var request = new HttpRequestMessage(HttpMethod.Post, "/ingest/v1/web")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("webhook-id", "msg_1");
        request.Headers.Add("webhook-timestamp", timestamp.ToString());
        request.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(signature)}");
        return request;
    }

    private async Task<long> TicketsAsync(CancellationToken stop)
    {
        await using var connection = await postgres.Database.OpenConnectionAsync(stop);
        return await connection.ExecuteScalarAsync<long>(
            new CommandDefinition("SELECT count(*) FROM router.tickets", cancellationToken: stop)
        );
    }
}
