using System.Text.Json;
using Dapper;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;

namespace TriageMesh.Desk.Notices;

/// <summary>Which notifications a person wants, and how; kept with the account, so that it holds on every machine.</summary>
internal sealed class NoticeChoicesOfPerson(NpgsqlDataSource database)
{
    private const string Read = """
        SELECT notices::text FROM desk.accounts WHERE account_id = @accountId
        """;

    private const string Write = """
        UPDATE desk.accounts SET notices = @notices::jsonb WHERE account_id = @accountId
        """;

    /// <summary>Every kind; one that nothing was said about is shown and pops up.</summary>
    public async Task<NoticeChoices> ReadAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var json = await connection.QuerySingleAsync<string>(
            new CommandDefinition(Read, new { accountId }, cancellationToken: cancellationToken)
        );
        var said = JsonSerializer.Deserialize<Dictionary<string, Said>>(json, MeshJson.Options)!;
        return new NoticeChoices([
            .. NoticeKinds.All.Select(kind =>
                said.TryGetValue(kind, out var choice)
                    ? new NoticeChoice(kind, choice.Shown, choice.PopsUp, choice.Sounds)
                    : new NoticeChoice(kind, Shown: true, PopsUp: true, Sounds: false)
            ),
        ]);
    }

    public async Task WriteAsync(Guid accountId, NoticeChoices choices, CancellationToken cancellationToken)
    {
        var said = choices.Kinds.ToDictionary(
            choice => choice.Kind,
            choice => new Said(choice.Shown, choice.PopsUp, choice.Sounds),
            StringComparer.Ordinal
        );
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                Write,
                new { accountId, notices = JsonSerializer.Serialize(said, MeshJson.Options) },
                cancellationToken: cancellationToken
            )
        );
    }

    private sealed record Said(bool Shown, bool PopsUp, bool Sounds);
}
