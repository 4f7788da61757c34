using System.Text.Json;
using TriageMesh.Contracts;
using TriageMesh.Ingest.Import;

namespace TriageMesh.Api.Specs.Ingest;

/// <summary>Files sent by the importer to the real ingest service.</summary>
public sealed class Importing_a_file(RunningIngest ingest) : IClassFixture<RunningIngest>, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("import-specs-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_import_of_the_same_file_adds_nothing()
    {
        var options = Csv(1_700);

        var first = await ImportAsync(options);
        var second = await ImportAsync(options);

        first.ShouldBe(new ImportSummary(1_700, 1_700, 0, 0, RejectFile: null, WentOnAtLine: null));
        second.ShouldBe(new ImportSummary(1_700, 0, 1_700, 0, RejectFile: null, WentOnAtLine: null));
        (await CountAsync(options)).ShouldBe(1_700);
    }

    [Fact]
    public async Task Rows_that_cannot_be_taken_are_written_down_with_line_and_reason()
    {
        var options = Csv(3, "bad-1,,2026-05-01T10:00:00Z\n", "bad-2,text,never\n");

        var summary = await ImportAsync(options);

        (summary.Accepted, summary.Rejected).ShouldBe((3, 2));
        var rejects = await File.ReadAllLinesAsync(summary.RejectFile!, Stop);
        rejects
            .Select(line => JsonElement.Parse(line))
            .Select(reject =>
                $"{reject.GetProperty("line")} {reject.GetProperty("errors").EnumerateObject().Single().Name} {reject.GetProperty("row")}"
            )
            .ShouldBe(["5 text bad-1,,2026-05-01T10:00:00Z", "6 posted_at bad-2,text,never"]);
    }

    [Fact]
    public async Task An_import_that_broke_off_goes_on_where_it_stopped()
    {
        var options = Csv(6_000, "bad,,\n") with { InFlight = 1 };
        using var breakOff = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        await Should.ThrowAsync<OperationCanceledException>(() =>
            ImportAsync(
                options,
                progress =>
                {
                    if (progress.Rows >= 1_000)
                    {
                        breakOff.Cancel();
                    }
                },
                breakOff.Token
            )
        );
        var summary = await ImportAsync(options);

        summary.WentOnAtLine!.Value.ShouldBeGreaterThan(1_000);
        summary.Rows.ShouldBe(6_001);
        summary.Rejected.ShouldBe(1);
        (summary.Accepted + summary.Duplicates).ShouldBe(6_000);
        (await CountAsync(options)).ShouldBe(6_000);
        (await File.ReadAllLinesAsync(options.RejectFile, Stop)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_source_that_ingest_knows_supplies_channel_and_account()
    {
        var options = Csv(1) with { Source = RunningIngest.Fixed, Channel = null, Account = null };

        await ImportAsync(options);

        (
            await ingest.ScalarAsync<string>(
                "SELECT channel || ' ' || account || ' ' || source FROM ingest.mentions WHERE external_id = @Id",
                new { Id = $"{Path.GetFileNameWithoutExtension(options.File)}-0" },
                Stop
            )
        ).ShouldBe("weibo brand shop");
    }

    [Fact]
    public async Task A_token_that_may_not_import_is_told()
    {
        using var client = ingest.Process.ClientAs(Role.Agent);

        var wrong = await Should.ThrowAsync<ImportException>(() =>
            new ImportRun(Csv(1), TimeProvider.System).RunAsync(client, progress: null, Stop)
        );

        wrong.Message.ShouldContain("a lead or an admin may");
    }

    [Fact]
    public async Task Ingest_that_stays_away_is_told_after_some_patience()
    {
        using var client = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:9") };

        var wrong = await Should.ThrowAsync<ImportException>(() =>
            new ImportRun(Csv(1) with { Patience = TimeSpan.FromSeconds(1) }, TimeProvider.System).RunAsync(
                client,
                progress: null,
                Stop
            )
        );

        wrong.Message.ShouldContain("Run the import again");
    }

    public async ValueTask InitializeAsync() => await ingest.StartAsync(Stop);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<ImportSummary> ImportAsync(
        ImportOptions options,
        Action<ImportProgress>? progress = null,
        CancellationToken? cancellationToken = null
    )
    {
        using var client = ingest.Process.ClientAs(Role.Lead);
        return await new ImportRun(options, TimeProvider.System).RunAsync(client, progress, cancellationToken ?? Stop);
    }

    private ImportOptions Csv(int rows, params string[] more)
    {
        var name = $"f{Guid.NewGuid():N}";
        var path = Path.Combine(_folder, $"{name}.csv");
        File.WriteAllText(
            path,
            "id,text,time\n"
                + string.Concat(
                    Enumerable.Range(0, rows).Select(row => $"{name}-{row},发货太慢了 {row},2026-05-01T10:00:00Z\n")
                )
                + string.Concat(more)
        );
        return new ImportOptions
        {
            File = path,
            StateDirectory = Path.Combine(_folder, "state"),
            Channel = "xiaohongshu",
            Account = "brand",
        };
    }

    private Task<long> CountAsync(ImportOptions options) =>
        ingest.ScalarAsync<long>(
            "SELECT count(*) FROM ingest.mentions WHERE external_id LIKE @Name || '-%'",
            new { Name = Path.GetFileNameWithoutExtension(options.File) },
            Stop
        );
}
