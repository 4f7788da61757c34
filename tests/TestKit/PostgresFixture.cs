using Npgsql;
using TriageMesh.Platform.Database;
using Xunit;

namespace TriageMesh.TestKit;

/// <summary>A database of its own on a real PostgreSQL, gone afterwards.</summary>
/// <remarks><c>TRIAGEMESH_TEST_POSTGRES</c> holds the connection string of an account that may create databases.</remarks>
public sealed class PostgresFixture : IAsyncLifetime
{
    public const string Variable = "TRIAGEMESH_TEST_POSTGRES";

    private readonly string? _server = TestServer.Address(Variable);
    private readonly string _name = $"specs_{Guid.NewGuid():N}";
    private NpgsqlDataSource? _database;

    /// <summary>The database; instants and JSON travel as in the services.</summary>
    public NpgsqlDataSource Database => _database ?? throw new InvalidOperationException("Call Require first.");

    /// <summary>For processes that the specification starts.</summary>
    public string ConnectionString =>
        _server is null ? throw new InvalidOperationException("Call Require first.") : For(_name, pooling: true);

    /// <summary>Fails where there is no server, and says how to get one.</summary>
    public void Require()
    {
        if (_server is null)
        {
            throw TestServer.Missing(Variable);
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (_server is null)
        {
            return;
        }

        DapperTypes.Register();
        await OnServerAsync($"CREATE DATABASE {_name}");
        _database = NpgsqlDataSource.Create(ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is null)
        {
            return;
        }

        await _database.DisposeAsync();
        await OnServerAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
    }

    private async Task OnServerAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(For(database: null, pooling: false));
        await connection.OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private string For(string? database, bool pooling)
    {
        var parts = new NpgsqlConnectionStringBuilder(_server) { Pooling = pooling, IncludeErrorDetail = true };
        if (database is not null)
        {
            parts.Database = database;
            parts.MaxPoolSize = 30;
        }

        return parts.ConnectionString;
    }
}
