using System.Security.Claims;
using System.Text.Json;
using Microsoft.Extensions.Options;
using TriageMesh.Contracts;
using TriageMesh.Platform.Security;

namespace TriageMesh.Deploy.Specs;

/// <summary><c>deploy/mesh token</c> speaks for the mesh of its run directory, and for nobody else's.</summary>
public sealed class Tokens_from_the_tool : IDisposable
{
    private readonly Scratch _scratch = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_carries_name_and_role()
    {
        var key = WriteSettings();

        var caller = await ReadAsync(await TokenAsync("--role", "lead", "--name", "nightly report"), key);

        var who = Caller.From(caller.ShouldNotBeNull());
        who.Name.ShouldBe("nightly report");
        who.Roles.ShouldBe([Role.Lead]);
        who.IsProgram.ShouldBeFalse("whoever may read the mesh's key speaks as a person");
    }

    [Fact]
    public async Task Two_tokens_of_one_name_are_one_caller()
    {
        var key = WriteSettings();

        var first = await ReadAsync(await TokenAsync("--name", "robot"), key);
        var second = await ReadAsync(await TokenAsync("--name", "robot", "--role", "admin"), key);

        Caller.From(first.ShouldNotBeNull()).Id.ShouldBe(Caller.From(second.ShouldNotBeNull()).Id);
    }

    [Fact]
    public async Task Another_mesh_does_not_believe_it()
    {
        WriteSettings();

        (await ReadAsync(await TokenAsync(), Convert.ToBase64String(new byte[48]))).ShouldBeNull();
    }

    [Fact]
    public async Task What_people_wrote_in_local_json_goes_over_what_a_start_wrote()
    {
        WriteSettings();
        var key = WriteSettings("local.json");

        (await ReadAsync(await TokenAsync(), key)).ShouldNotBeNull();
    }

    public void Dispose() => _scratch.Dispose();

    private string WriteSettings(string file = "mesh.json")
    {
        var key = Convert.ToBase64String(Guid.NewGuid().ToByteArray().Concat(Guid.NewGuid().ToByteArray()).ToArray());
        File.WriteAllText(_scratch.Below(file), JsonSerializer.Serialize(new { Security = new { SigningKey = key } }));
        return key;
    }

    private async Task<string> TokenAsync(params string[] arguments) =>
        (await Scratch.MeshAsync(Stop, ["token", .. arguments, "--run-dir", _scratch.Directory]))
            .Succeeded()
            .Output.Trim();

    private static async Task<ClaimsPrincipal?> ReadAsync(string token, string key) =>
        await new TokenIssuer(Options.Create(new SecurityOptions { SigningKey = key }), TimeProvider.System).ReadAsync(
            token,
            "test"
        );
}
