using Dapper;
using TriageMesh.Platform.Database;
using TriageMesh.TestKit;

namespace TriageMesh.Database.Specs.Platform;

public sealed class Migrating_a_schema(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replicas_that_start_together_apply_each_script_once()
    {
        postgres.Require();

        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ApplyAsync("mesh")));

        applied.Where(scripts => scripts.Count > 0).ShouldHaveSingleItem().ShouldContain("mesh/0001_parked.sql");
        (await ApplyAsync("mesh")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_script_that_was_changed_after_it_was_applied_is_refused()
    {
        postgres.Require();
        await ApplyAsync("mesh");
        await using var connection = await postgres.Database.OpenConnectionAsync(Stop);
        await connection.ExecuteAsync("UPDATE mesh.migrations SET schema_name = 'changed', checksum = 'other'");

        var refused = await Should.ThrowAsync<MigrationException>(() => ApplyAsync("changed"));

        refused.Message.ShouldContain("0001_parked.sql");
        await connection.ExecuteAsync("DROP SCHEMA mesh CASCADE");
    }

    private Task<IReadOnlyList<string>> ApplyAsync(string schema) =>
        SqlMigrations.ApplyAsync(postgres.Database, schema, typeof(SqlMigrations).Assembly, Stop);
}
