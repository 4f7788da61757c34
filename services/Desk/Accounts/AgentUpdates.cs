using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Desk.Proxy;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Security;

namespace TriageMesh.Desk.Accounts;

/// <summary>Tells the router who its agents are. The account's row is the outbox, so a router that is away hears it later.</summary>
internal sealed partial class AgentUpdates(
    NpgsqlDataSource database,
    Upstreams upstreams,
    TokenIssuer tokens,
    TimeProvider time,
    ILogger<AgentUpdates> logger
)
{
    private const string Claim = """
        SELECT account_id, agent_update::text AS agent_update
          FROM desk.accounts
         WHERE agent_update IS NOT NULL
         ORDER BY account_id
         LIMIT 20
           FOR UPDATE SKIP LOCKED
        """;

    private const string Told = """
        UPDATE desk.accounts SET agent_update = NULL WHERE account_id = @accountId
        """;

    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);

    private static readonly Caller Desk = new(Guid.Empty, "desk", [Role.Admin]);

    /// <summary>Tells what is waiting while a person waits for it: two seconds at most, and the worker goes on from there.</summary>
    public async Task TellAtOnceAsync(CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(AtOnce, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enough.Token);
        try
        {
            await TellAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogTooSlow();
        }
    }

    /// <summary>Tells what is waiting.</summary>
    /// <returns>False where the router could not be told everything.</returns>
    public async Task<bool> TellAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var waiting = await connection.QueryAsync<(Guid AccountId, string AgentUpdate)>(
            new CommandDefinition(Claim, transaction: transaction, cancellationToken: cancellationToken)
        );
        var all = true;
        foreach (var (accountId, json) in waiting)
        {
            var update = JsonSerializer.Deserialize<AgentUpdate>(json, MeshJson.Options)!;
            if (!await TryTellAsync(accountId, update, cancellationToken))
            {
                all = false;
                continue;
            }

            await connection.ExecuteAsync(
                new CommandDefinition(Told, new { accountId }, transaction, cancellationToken: cancellationToken)
            );
        }

        await transaction.CommitAsync(cancellationToken);
        return all;
    }

    private async Task<bool> TryTellAsync(Guid id, AgentUpdate update, CancellationToken cancellationToken)
    {
        try
        {
            var current = await CurrentAsync(id, cancellationToken);
            using var request = Request(HttpMethod.Put, id);
            if (current is not null)
            {
                // What a lead changes in this moment is read again and kept.
                request.Headers.TryAddWithoutValidation("If-Match", $"\"{current.Version}\"");
            }

            request.Content = JsonContent.Create(update.ToRequest(current), options: MeshJson.Options);
            using var response = await upstreams.Client.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            LogTold(id);
            return true;
        }
        catch (Exception away)
            when (away is HttpRequestException or JsonException
                || (away is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            LogAway(id, (away as HttpRequestException)?.StatusCode?.ToString() ?? away.GetType().Name);
            return false;
        }
    }

    private async Task<AgentView?> CurrentAsync(Guid id, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, id);
        using var response = await upstreams.Client.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<AgentView>(MeshJson.Options, cancellationToken);
    }

    private HttpRequestMessage Request(HttpMethod method, Guid id) =>
        new(method, new Uri(upstreams.Router, $"agents/{id}"))
        {
            Headers =
            {
                Authorization = new AuthenticationHeaderValue("Bearer", tokens.Issue(Desk, TimeSpan.FromMinutes(2))),
            },
        };

    [LoggerMessage(EventId = 4010, Level = LogLevel.Information, Message = "The router knows agent {AgentId}")]
    private partial void LogTold(Guid agentId);

    [LoggerMessage(
        EventId = 4013,
        Level = LogLevel.Warning,
        Message = "The router takes too long to hear of agents; it is told later"
    )]
    private partial void LogTooSlow();

    [LoggerMessage(
        EventId = 4011,
        Level = LogLevel.Warning,
        Message = "The router could not be told of agent {AgentId} ({Reason}); trying again"
    )]
    private partial void LogAway(Guid agentId, string reason);
}
