using System.Globalization;
using CsvHelper;
using TriageMesh.Contracts;

namespace TriageMesh.Api.Specs.Router;

public sealed class Exporting_tickets(RunningRouter router) : IClassFixture<RunningRouter>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_spreadsheet_gets_a_row_for_each_ticket_with_its_clocks()
    {
        var rows = await ReadAsync();

        rows.Count.ShouldBe(1);
        rows[0]["label"].ShouldBe("complaint");
        rows[0]["first_response_state"].ShouldBe("running");
        DateTimeOffset
            .Parse(rows[0]["first_response_due_at"], CultureInfo.InvariantCulture)
            .Year.ShouldBeGreaterThan(2000);
        rows[0]["resolved_at"].ShouldBe("");
    }

    [Fact]
    public async Task A_text_from_outside_is_no_formula()
    {
        await router.DoAsync("UPDATE router.tickets SET order_number = '=1+1'", Stop);
        try
        {
            (await ReadAsync())[0]["order_number"].ShouldNotStartWith("=");
        }
        finally
        {
            await router.DoAsync("UPDATE router.tickets SET order_number = NULL", Stop);
        }
    }

    public async ValueTask InitializeAsync() => await router.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<List<IReadOnlyDictionary<string, string>>> ReadAsync()
    {
        using var lead = router.Process.ClientAs(Role.Lead);
        await using var body = await lead.GetStreamAsync(new Uri("/api/v1/export/tickets.csv", UriKind.Relative), Stop);
        using var csv = new CsvReader(new StreamReader(body), CultureInfo.InvariantCulture);
        (await csv.ReadAsync()).ShouldBeTrue();
        csv.ReadHeader();
        var rows = new List<IReadOnlyDictionary<string, string>>();
        while (await csv.ReadAsync())
        {
            rows.Add(csv.HeaderRecord!.ToDictionary(name => name, name => csv.GetField(name)!));
        }

        return rows;
    }
}
