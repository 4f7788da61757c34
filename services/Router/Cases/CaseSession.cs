using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Cases;

/// <summary>One person at several tickets: authors and tickets locked, the transaction open.</summary>
internal sealed class CaseSession(
    NpgsqlTransaction transaction,
    Dictionary<long, TicketFile> files,
    Caller caller,
    Instant now,
    RuleBook book
)
{
    private readonly List<(string Sql, object Parameters)> _later = [];

    public IReadOnlyDictionary<long, TicketFile> Files => files;

    public Caller Caller { get; } = caller;

    public string Actor => Caller.Id.ToString();

    public Instant Now { get; } = now;

    public RuleBook Book { get; } = book;

    /// <summary>Begins one more ticket.</summary>
    public async Task<TicketFile> OpenAsync(Func<long, StoredTicket> stored, CancellationToken cancellationToken)
    {
        var ids = await TicketStore.TakeIdsAsync(transaction, 1, cancellationToken);
        var file = TicketFile.New(stored(ids[0]), Book);
        files.Add(file.TicketId, file);
        return file;
    }

    /// <summary>A statement that needs the tickets to be written first.</summary>
    public void Later(string sql, object parameters) => _later.Add((sql, parameters));

    /// <summary>Reads rows within the transaction.</summary>
    public async Task<List<T>> ListAsync<T>(string sql, object parameters, CancellationToken cancellationToken) =>
        (
            await transaction.Connection!.QueryAsync<T>(
                new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken)
            )
        ).AsList();

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await TicketWrites.WriteAsync(transaction, files.Values, cancellationToken);
        foreach (var (sql, parameters) in _later)
        {
            await transaction.Connection!.ExecuteAsync(
                new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken)
            );
        }
    }
}
