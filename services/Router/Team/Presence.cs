using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;

namespace TriageMesh.Router.Team;

/// <summary>Who is there to be given tickets. It ends by itself: a closed laptop gives no sign of life.</summary>
internal sealed class Presence(
    AgentStore agents,
    NpgsqlDataSource database,
    IOptions<PresenceOptions> options,
    TimeProvider time
)
{
    // In the order in which everybody locks agents; whom somebody else holds is seen the next time.
    private const string Expire = """
        UPDATE router.agents a
           SET online = false
          FROM (SELECT agent_id
                  FROM router.agents
                 WHERE online AND present_until <= @now
                 ORDER BY agent_id
                   FOR NO KEY UPDATE SKIP LOCKED) AS gone
         WHERE a.agent_id = gone.agent_id
        """;

    /// <summary>Somebody says that they are there, or not.</summary>
    /// <returns>False where there is no such active agent.</returns>
    public Task<bool> SetAsync(Guid agentId, bool online, CancellationToken cancellationToken) =>
        agents.SetPresenceAsync(agentId, online, Until(), cancellationToken);

    /// <summary>A sign of life of somebody who is there.</summary>
    /// <returns>Until when they are believed to be; null where they are away.</returns>
    public async Task<Instant?> BeatAsync(Guid agentId, CancellationToken cancellationToken)
    {
        var until = Until();
        return await agents.ProlongPresenceAsync(agentId, Now(), until, cancellationToken) ? until : null;
    }

    /// <summary>Marks as away whoever has given no sign of life.</summary>
    public async Task<int> ExpireAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(
            new CommandDefinition(Expire, new { now = Now() }, cancellationToken: cancellationToken)
        );
    }

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());

    private Instant Until() => Now() + Duration.FromTimeSpan(options.Value.Lasts);
}

internal static class PresenceRegistration
{
    public static void AddPresence(this IServiceCollection services) =>
        services
            .AddSingleton<Presence>()
            .AddSingleton<IValidateOptions<PresenceOptions>, PresenceOptionsValidator>()
            .AddOptions<PresenceOptions>()
            .BindConfiguration(PresenceOptions.Section)
            .ValidateOnStart();
}
