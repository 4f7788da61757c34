using TriageMesh.Desk;
using TriageMesh.Platform.Hosting;

return await MeshHost.RunAsync(args, new DeskService());
