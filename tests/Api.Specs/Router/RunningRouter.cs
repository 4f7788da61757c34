using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Dapper;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Mentions;
using TriageMesh.Router;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Router;

/// <summary>The real router over a database of its own, with one ticket in the default queue.</summary>
public sealed class RunningRouter : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private MeshProcess? _process;

    public MeshProcess Process => _process ?? throw new InvalidOperationException("Call StartAsync first.");

    /// <summary>Nobody has it, and nobody who asks is a member of its queue.</summary>
    public long Ticket { get; private set; }

    public Guid Mention { get; } = MentionIdentity.For("weibo", "brand", "p1");

    /// <summary>Starts it, once; fails where there is no server.</summary>
    /// <param name="cancellationToken">Breaks the start off.</param>
    /// <param name="settings">As in the configuration file.</param>
    public async Task StartAsync(
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string>? settings = null
    )
    {
        _postgres.Require();
        if (_process is not null)
        {
            return;
        }

        _process = await MeshProcess.StartAsync(
            [new RouterService()],
            _postgres.ConnectionString,
            settings ?? new Dictionary<string, string>(),
            cancellationToken
        );
        await _process
            .Services.GetRequiredService<IBus>()
            .Publish(new MentionsClassified([Complaint("brand", "ann", "p1")]), cancellationToken);
        // Nobody can take it, so the last thing that happens to it by itself is that the lead is told.
        Ticket = await Eventually.Be(
            stop =>
                OneAsync<long>("SELECT coalesce(max(ticket_id), 0) FROM router.events WHERE kind = 'lead_told'", stop),
            ticket => ticket > 0,
            cancellationToken
        );
    }

    /// <summary>One more router over the same database, for whoever asks to stop.</summary>
    public Task<MeshProcess> StartOtherAsync(CancellationToken cancellationToken) =>
        MeshProcess.StartAsync(
            [new RouterService()],
            _postgres.ConnectionString,
            new Dictionary<string, string>(),
            cancellationToken
        );

    public async Task<T> OneAsync<T>(string statement, CancellationToken cancellationToken)
    {
        await using var connection = await _postgres.Database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<T>(
            new CommandDefinition(statement, cancellationToken: cancellationToken)
        );
    }

    public async Task DoAsync(string statement, CancellationToken cancellationToken)
    {
        await using var connection = await _postgres.Database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(statement, cancellationToken: cancellationToken));
    }

    /// <summary>Sends a request as somebody of a role, or as nobody; a body goes as JSON.</summary>
    public async Task<(HttpStatusCode Status, string? ContentType, JsonElement Body)> SendAsync(
        Role? role,
        string method,
        string path,
        CancellationToken cancellationToken,
        string? json = null
    )
    {
        using var person = role is { } known ? Process.ClientAs(known) : null;
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        }

        using var response = await (person ?? Process.Client).SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var type = response.Content.Headers.ContentType?.MediaType;
        return (
            response.StatusCode,
            type,
            type is not null && type.EndsWith("json", StringComparison.Ordinal) ? JsonElement.Parse(text) : default
        );
    }

    public ValueTask InitializeAsync() => _postgres.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        await _postgres.DisposeAsync();
    }

    /// <summary>A complaint of somebody, written just now.</summary>
    public static ClassifiedMention Complaint(string account, string author, string? externalId = null) =>
        new(
            new Mention
            {
                MentionId = MentionIdentity.For("weibo", account, externalId ?? author),
                Channel = "weibo",
                Account = account,
                ExternalId = externalId ?? author,
                Author = new MentionAuthor { Id = author },
                Text = "It broke on the first day.",
                PostedAt = TimeProvider.System.GetUtcNow(),
                ReceivedAt = TimeProvider.System.GetUtcNow(),
                Source = "specs",
            },
            new Classification
            {
                Label = Label.Complaint,
                Scores = new LabelScores(0.9, 0.05, 0.03, 0.02),
                NeedsReview = false,
                Language = "en",
                ModelVersion = "m1",
            }
        );
}
